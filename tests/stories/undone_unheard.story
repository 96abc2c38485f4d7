# The answer of a settlement is lost; the hospital undoes what it does not know of. Whichever arrives
# first, nobody has paid.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
pharmacy   shop    980100
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 300.00
           undo bill unheard
           expect worker account 1000.00
sold:      sale worker at shop later, A 30.00
           undo sold unheard
           expect worker account 1000.00
           settle sold   => own 30.00
           expect worker account 970.00
