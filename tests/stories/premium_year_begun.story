# A premium is given back before its benefit year begins, not after.
clock      2025-09-10 10:00:00
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
premium    son for mother as parent 2026   => OK_PREMIUM
clock      2026-01-01 10:00:00
           repay mother 2026               => PREMIUM_YEAR_BEGUN
           repay mother 2027               => PREMIUM_UNKNOWN
           expect son account 600.00
