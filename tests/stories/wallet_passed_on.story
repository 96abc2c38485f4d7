# Money in a wallet may be sent on from the wallet, and comes back there when nobody accepts it.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     sister  990100  resident, born 1952
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
wallet     sister
gift:      transfer son to mother 300.00 as parent
           accept gift
           transfer mother to sister 300.01 as sibling from wallet  => PAYER_BALANCE_SHORT
on:        transfer mother to sister 200.00 as sibling from wallet
           expect mother wallet 100.00
           accept on
           expect sister wallet 200.00
clock      2025-09-02 10:00:00
back:      transfer mother to sister 50.00 as sibling from wallet
clock      2025-09-03 07:00:00
           expect back returned
           expect mother wallet 100.00
