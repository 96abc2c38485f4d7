# Whole or not at all.
clock      2025-09-10 10:00:00
person     mother  980200  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     399.99
           premium son for mother as parent 2026   => PAYER_BALANCE_SHORT
           expect son account 399.99
