# Whether Changsha is open is not known: the answer is that, and no value of a neighbour.
clock      2025-09-01 10:00:00
person     father  430100  employee retired, born 1950, man
person     son     650100  employee, born 1980, man
credit     son     1000.00
wallet     father   => POLICY_UNKNOWN
wallet     son
           transfer son to father 100.00 as parent   => POLICY_UNKNOWN
           expect son account 1000.00
