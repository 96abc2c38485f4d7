# A binding is asked for, declined, asked for again, agreed to, used, and ended by the payer; then it
# pays no more.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
no:        bind son for mother as parent
           expect no asked
           decline no
           expect no ended
yes:       bind son for mother as parent
           bind son for mother as parent   => BINDING_EXISTS
early:     visit mother at clinic, A 100.00
           settle early   => aid 0.00  cash 100.00
           confirm yes
           expect yes active
one:       visit mother at clinic, A 100.00
           settle one     => pool 50.00  aid 50.00
           unbind yes
           expect yes ended
two:       visit mother at clinic, A 100.00
           settle two     => pool 50.00  aid 0.00  cash 50.00
           confirm yes    => BINDING_STATE
           reverse one
           expect son account 1000.00
