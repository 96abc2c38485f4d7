# Both must have opened a wallet; opening twice is refused.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
           transfer son to mother 10.00 as parent    => WALLET_NOT_OPENED_PAYER
wallet     son
wallet     son                                       => WALLET_ALREADY_OPEN
           transfer son to mother 10.00 as parent    => WALLET_NOT_OPENED_USER
wallet     mother
gift:      transfer son to mother 10.00 as parent
