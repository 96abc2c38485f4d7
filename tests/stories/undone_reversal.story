# A cancellation is undone: the settlement stands again under its own number, if the money is there.
clock      2025-09-01 10:00:00
pharmacy   shop    980100
person     worker  980100  employee, born 1980
credit     worker  100.00
sold:      sale worker at shop, A 80.00   => own 80.00
           reverse sold
           undo sold
           expect worker account 20.00
           reverse sold
           expect worker account 100.00
spent:     sale worker at shop, A 50.00   => own 50.00
# The money came back and is spent: the second cancellation cannot be undone any more.
           undo sold   => UNDO_SPENT
           expect worker account 50.00
