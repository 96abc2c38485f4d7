# The message that undoes a settlement overtakes it: the settlement, when it comes, is refused, and a
# fresh one is not.
clock      2025-09-01 10:00:00
pharmacy   shop    980100
person     worker  980100  employee, born 1980
credit     worker  1000.00
sold:      sale worker at shop later, A 100.00
           undo sold before
           settle sold   => MESSAGE_UNDONE
           expect worker account 1000.00
           settle sold   => OK_OWN  own 100.00
           expect worker account 900.00
