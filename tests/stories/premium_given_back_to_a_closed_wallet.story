# A premium paid from a wallet that is closed by now: the money waits, and the agency credits it to
# the account.
clock      2025-10-10 10:00:00
person     mother  980100  resident, born 1950
person     son     980200  employee, born 1980, man
person     aunt    980100  employee, born 1955
credit     aunt    1000.00
wallet     aunt
wallet     son
wallet     mother
gift:      transfer aunt to son 400.00 as child
           accept gift
premium    son for mother as parent 2026 from wallet   => OK_PREMIUM
           close wallet son
           repay mother 2026
           expect work 400.00
           resolve son to account
           expect work 0.00
           expect son account 400.00
