# A worker moves from one city of a province to the next in the middle of the year. The old account
# stays usable behind the new one; counters begin anew.
clock      2025-04-01 10:00:00
hospital   before  980100  level 2
hospital   after   980200  level 2
person     worker  980100  employee, born 1980
credit     worker  500.00
one:       visit worker at before, A 300.00
           settle one   => deductible 200.00  pool 60.00  own 240.00
clock      2025-06-15 10:00:00
           move worker to 980200
credit     worker  100.00
two:       visit worker at after, A 300.00
           settle two   => deductible 200.00  pool 60.00  own 240.00  cash 0.00
           expect worker account 0.00
           expect worker account 120.00 in 980100
           reverse two
           expect worker account 100.00
           expect worker account 260.00 in 980100
