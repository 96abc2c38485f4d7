# Network settlement is suspended for a person: nothing is settled until the day it ends.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 300.00
           suspend worker until 2025-10-01
           settle bill   => SETTLEMENT_SUSPENDED
clock      2025-09-30 10:00:00
           settle bill   => SETTLEMENT_SUSPENDED
clock      2025-10-01 10:00:00
           settle bill   => OK_OWN  pool 60.00  own 240.00
