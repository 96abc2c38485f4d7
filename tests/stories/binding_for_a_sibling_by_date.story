# Brothers and sisters are among those for whom one pays since 9 December 2024; Zhengzhou had three
# kinds of relatives before.
clock      2024-12-08 10:00:00
person     sister  410100  employee, born 1978
person     son     410100  employee, born 1980, man
credit     son     1000.00
           bind son for sister as sibling   => RELATION_NOT_YET
clock      2024-12-09 10:00:00
b:         bind son for sister as sibling
           confirm b
