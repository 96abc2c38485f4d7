# A wallet that holds money is not closed; an empty one is, once.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
gift:      transfer son to mother 10.00 as parent
           accept gift
           close wallet mother   => CASH_OUT_FORBIDDEN
           expect mother wallet 10.00
