# Care in another city of the province and in another province: the home area's rules decide, and
# every book it touches balances.
clock      2025-09-01 10:00:00
hospital   near    980200  level 2
hospital   far     990100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
# Nobody filed: fifteen points less than the 60 percent at home.
one:       visit worker at near, A 300.00
           settle one   => deductible 200.00  pool 45.00  own 255.00
two:       visit worker at far, A 100.00
           settle two   => deductible 0.00  pool 45.00  own 55.00
           reverse one
           expect worker account 945.00
