# A message that comes twice is answered by the same bytes and moves money once; the same id with
# another content is refused, and a refusal uses up no id.
clock      2025-09-01 10:00:00
pharmacy   shop    980100
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
sold:      sale worker at shop, A 100.00   => own 100.00
           again sold
           again sold
           expect worker account 900.00
           again sold with A 101.00        => MESSAGE_REUSED
           expect worker account 900.00
bill:      visit worker at clinic, A 50.00
           settle bill
           again bill
           expect worker account 850.00
           reverse bill
           again bill
           expect worker account 900.00
