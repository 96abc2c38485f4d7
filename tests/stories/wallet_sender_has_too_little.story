# A transfer goes whole or not at all.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     99.99
wallet     son
wallet     mother
           transfer son to mother 100.00 as parent   => PAYER_BALANCE_SHORT
gift:      transfer son to mother 99.99 as parent
           expect son account 0.00
