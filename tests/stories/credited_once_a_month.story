# A month is credited once; the next month again.
clock      2025-09-01 10:00:00
person     worker  980100  employee, born 1980
credit     worker  100.00 for 2025-08
credit     worker  100.00 for 2025-08   => CREDIT_REPEATED
credit     worker  100.00 for 2025-09
           expect worker account 200.00
