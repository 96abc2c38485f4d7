# What is not accepted by 05:59:59 of the next day goes back to where it came from at 06:00:00; it
# counts among the transfers of the day on which it was sent.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
gift:      transfer son to mother 400.00 as parent
           expect son account 600.00
clock      2025-09-02 05:59:00
           expect gift held
clock      2025-09-02 06:00:00
           accept gift                               => TRANSFER_ENDED
           expect gift returned
           expect son account 1000.00
           expect mother wallet 0.00
