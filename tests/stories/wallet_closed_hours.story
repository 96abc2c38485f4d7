# Sending is closed from 22:00:00 to 06:00:00; accepting is not.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
clock      2025-09-01 21:59:59
gift:      transfer son to mother 100.00 as parent
clock      2025-09-01 22:00:00
           accept gift
           transfer son to mother 100.00 as parent   => WALLET_CLOSED_HOURS
clock      2025-09-02 05:59:00
           transfer son to mother 100.00 as parent   => WALLET_CLOSED_HOURS
clock      2025-09-02 06:00:00
again:     transfer son to mother 100.00 as parent
           accept again
           expect mother wallet 200.00
           expect son account 800.00
