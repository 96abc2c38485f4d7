# A resident premium is paid once for a person and year, by whomever.
clock      2025-09-10 10:00:00
person     mother  980200  resident, born 1950
person     son     980100  employee, born 1980, man
person     sister  980100  employee, born 1982
credit     son     1000.00
credit     sister  1000.00
premium    son for mother as parent 2026      => OK_PREMIUM
           expect son account 600.00
premium    sister for mother as parent 2026   => DUPLICATE_PREMIUM
premium    son for mother as parent 2026      => DUPLICATE_PREMIUM
           expect sister account 1000.00
           expect son account 600.00
           repay mother 2026                  => OK_REFUND
           expect son account 1000.00
premium    sister for mother as parent 2026
           expect sister account 600.00
