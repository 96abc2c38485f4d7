# A bill was paid from the wallet; the holder empties and closes the wallet; then the bill is taken
# back. The money cannot go where it came from: it waits for an agency, which pays it out.
clock      2025-09-01 10:00:00
hospital   clinic  990100  level 2, wallet
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
gift:      transfer son to mother 165.00 as parent
           accept gift
bill:      visit mother at clinic, A 300.00
           settle bill   => OK_WALLET  pool 135.00  wallet 165.00  cash 0.00
           close wallet mother
           reverse bill
           expect mother wallet 0.00
           expect work 165.00
           resolve mother to person
           expect work 0.00
