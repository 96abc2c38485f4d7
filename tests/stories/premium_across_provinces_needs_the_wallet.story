# Out of the account itself a premium does not leave the province.
clock      2025-10-10 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
           premium son for mother as parent 2026   => PREMIUM_AREA_OUTSIDE
           expect son account 1000.00
