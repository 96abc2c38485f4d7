# Beijing opened the wallet on 30 June 2025. The day before nobody opens one there, nobody sends, and
# nobody sends there; on the day it is open.
clock      2025-06-29 10:00:00
person     father  110000  employee retired, born 1950, man
person     son     650100  employee, born 1980, man
credit     son     1000.00
wallet     father   => WALLET_AREA_CLOSED_PAYER
wallet     son
           transfer son to father 100.00 as parent   => WALLET_AREA_CLOSED_USER
clock      2025-06-30 10:00:00
wallet     father
gift:      transfer son to father 100.00 as parent
           accept gift
           expect father wallet 100.00
