# The employer has stopped paying: no pooled benefit, and the own account still pays; as a payer for a
# relative he is refused.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     mother  980100  resident, born 1950
person     worker  980100  employee, born 1980, status suspended
credit     worker  500.00
           bind worker for mother as parent   => PAYER_NOT_ACTIVE
bill:      visit worker at clinic, A 300.00
           settle bill   => OK_OWN  pool 0.00  own 300.00
