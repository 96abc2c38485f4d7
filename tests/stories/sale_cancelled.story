# A pharmacy's sale is one message: the pooled fund takes part in this city, after the deductible of
# the year. It is cancelled once.
clock      2025-09-01 10:00:00
pharmacy   shop    980100
pharmacy   other   980100
person     worker  980100  employee, born 1980
credit     worker  500.00
sold:      sale worker at shop, A 300.00, B 100.00, outside 20.00  => pool 114.00  own 306.00  first_share 10.00  outside 20.00
           expect worker account 194.00
           reverse sold
           expect worker account 500.00
           reverse sold   => SETTLEMENT_REVERSED
