# The pharmacy does not take the wallet: the mother pays in cash, and her wallet is untouched; the one
# next door takes it. Pharmacies have no pooled rule in this province.
clock      2025-09-01 10:00:00
pharmacy   plain   990100
pharmacy   modern  990100  wallet
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
gift:      transfer son to mother 300.00 as parent
           accept gift
cash:      sale mother at plain, A 50.00    => OK_SETTLED  wallet 0.00  cash 50.00  pool 0.00
           expect mother wallet 300.00
paid:      sale mother at modern, A 50.00   => OK_WALLET   wallet 50.00  cash 0.00
           expect mother wallet 250.00
