# While one transfer waits to be accepted, the next is refused, to whomever it goes.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     father  990100  resident, born 1948, man
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
wallet     father
first:     transfer son to mother 100.00 as parent
           transfer son to father 100.00 as parent   => WALLET_TRANSFER_PENDING
           return first                              => TRANSFER_STILL_HELD
           accept first
second:    transfer son to father 100.00 as parent
           accept second
           accept second                             => TRANSFER_ENDED
           expect father wallet 100.00
