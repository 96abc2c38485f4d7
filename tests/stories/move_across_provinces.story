# To another province the balance follows and the old account is closed; a bill settled before the
# move and taken back after it leaves money that waits for the agency.
clock      2025-04-01 10:00:00
hospital   before  980100  level 2
hospital   after   990100  level 2
person     worker  980100  employee, born 1980
credit     worker  500.00
one:       visit worker at before, A 300.00
           settle one   => pool 60.00  own 240.00
clock      2025-06-15 10:00:00
           move worker to 990100
           expect worker account 260.00
           expect worker account 0.00 in 980100
two:       visit worker at after, A 140.00
           settle two   => deductible 40.00  pool 60.00  own 80.00
           reverse one
           expect work 240.00
           expect worker account 180.00
