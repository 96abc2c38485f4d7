# 2000.00 yuan at once, not a fen more.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     5000.00
wallet     son
wallet     mother
           transfer son to mother 2000.01 as parent  => WALLET_SINGLE_LIMIT
gift:      transfer son to mother 2000.00 as parent
           accept gift
           expect mother wallet 2000.00
           expect son account 3000.00
