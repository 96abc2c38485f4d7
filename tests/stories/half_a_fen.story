# Halves of a fen are rounded up, once a bill; what the account lacks is cash to the fen.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level community
person     worker  980100  employee, born 1980
credit     worker  100.00
first:     visit worker at clinic, A 200.00
           settle first  => deductible 200.00  own 100.00  cash 100.00
# 0.75 of 0.02 is 0.015.
one:       visit worker at clinic, A 0.02
           settle one    => pool 0.02  cash 0.00
two:       visit worker at clinic, A 33.33, B 0.05
           settle two    => first_share 0.01  in_scope 33.37  pool 25.03  cash 8.35
