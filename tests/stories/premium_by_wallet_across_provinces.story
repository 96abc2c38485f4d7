# A son pays the premium of his mother in another province out of his wallet; her area takes money
# from the whole nation. The window there opens in October.
clock      2025-09-10 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
person     aunt    980100  employee, born 1955
credit     aunt    2000.00
wallet     son
wallet     mother
wallet     aunt
gift:      transfer aunt to son 500.00 as child
           accept gift
           premium son for mother as parent 2026 from wallet   => PREMIUM_WINDOW_CLOSED
clock      2025-10-10 10:00:00
           premium son for mother as parent 2026 from wallet   => OK_PREMIUM
           expect son wallet 100.00
           premium son for mother as parent 2026 from wallet   => DUPLICATE_PREMIUM
