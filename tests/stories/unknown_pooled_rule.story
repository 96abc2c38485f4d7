# No row says what the pooled fund of Lanzhou pays: the hospital is told so, with the key that is
# wanting, and nothing moves.
clock      2025-09-01 10:00:00
hospital   clinic  620100  level 2
pharmacy   shop    620100
person     worker  620100  employee retired, born 1954, man
credit     worker  500.00
bill:      visit worker at clinic, A 300.00
           preview bill   => POLICY_UNKNOWN
           settle bill    => POLICY_UNKNOWN
           expect worker account 500.00
sold:      sale worker at shop, A 50.00   => OK_OWN  own 50.00
