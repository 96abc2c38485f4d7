# For eight days the centre knows messages by their ids. Under the sandbox's clock an older one is not
# refused by its time, and the domain alone protects: a charge settles once, a settlement is taken
# back once.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 300.00
           settle bill   => own 240.00
clock      2025-09-08 10:00:00
           again bill
clock      2025-09-12 10:00:00
           again bill    => BATCH_SETTLED
           expect worker account 760.00
           reverse bill
clock      2025-09-25 10:00:00
           again bill    => SETTLEMENT_REVERSED
           expect worker account 1000.00
