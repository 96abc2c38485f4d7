# Lines came after the preview: it is stale.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 300.00
           preview bill
           lines bill, B 100.00
           settle bill   => PREVIEW_STALE
           preview bill
# 200.00 of the 390.00 in scope are the deductible: 190 * 0.6; a tenth of the second line is first paid.
           settle bill   => pool 114.00  first_share 10.00  own 286.00
           settle bill   => BATCH_SETTLED
