# A mother in one province, her son in another. A binding does not reach across provinces; the wallet
# does: he sends, she accepts, the hospital takes it, the bill is taken back, and the money is hers.
clock      2025-09-01 10:00:00
hospital   clinic  990100  level 2, wallet
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     5000.00
wallet     son
wallet     mother

           bind son for mother as parent           => AREA_PROVINCE_ONLY
gift:      transfer son to mother 500.00 as parent => OK_WALLET
           expect gift held
           expect son account 4500.00
           expect mother wallet 0.00
           accept gift                             => OK_ACCEPTED
           expect gift accepted
           expect mother wallet 500.00

# In this province 30.00 of a month are the patient's, then the fund pays half: (300 - 30) / 2.
bill:      visit mother at clinic, A 300.00
           preview bill
           settle bill  => OK_WALLET  pool 135.00  wallet 165.00  own 0.00  aid 0.00  cash 0.00
           expect mother wallet 335.00
           reverse bill
           expect mother wallet 500.00
           reverse bill => SETTLEMENT_REVERSED
           expect mother wallet 500.00
