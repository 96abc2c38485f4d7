# Accepting is not bound to the hours of sending and works until a moment before six.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
gift:      transfer son to mother 400.00 as parent
clock      2025-09-02 05:59:50
           accept gift
clock      2025-09-02 06:00:00
           expect gift accepted
           expect mother wallet 400.00
