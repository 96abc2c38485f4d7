# A part of a bill is given back: what is left is settled as if it alone had been the bill, never a
# share of what was paid. Then the rest is given back too.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 300.00, outside 50.00
           settle bill                        => pool 60.00  own 290.00
           refund bill A 100.00               => OK_REFUND  pool 0.00  own 250.00  in_scope 200.00
           expect worker account 750.00
           refund bill A 200.01               => REFUND_OVER_ORIGINAL
           refund bill outside 50.00          => OK_REFUND  own 200.00
           expect worker account 800.00
           reverse bill by agency
           expect worker account 1000.00
