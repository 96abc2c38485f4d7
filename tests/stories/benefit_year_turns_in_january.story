# A year elsewhere begins on 1 January: counters begin anew, compartments fold.
clock      2025-12-30 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
old:       visit worker at clinic, A 300.00
           settle old   => deductible 200.00  pool 60.00  own 240.00
           expect worker current 760.00  carried 0.00
clock      2026-01-02 10:00:00
credit     worker  100.00
new:       visit worker at clinic, A 300.00
           settle new   => deductible 200.00  pool 60.00  own 240.00
           expect worker carried 520.00  current 100.00
# Back comes what was paid in the old year, as carried-over money; the old year's counters move.
           reverse old
           expect worker carried 760.00  current 100.00
more:      visit worker at clinic, A 100.00
           settle more  => deductible 0.00  pool 60.00  own 40.00
