# Zhejiang lets one person pay for a relative; the second child is refused.
clock      2025-05-01 10:00:00
person     mother    330100  employee retired, born 1955
person     son       330100  employee, born 1985, man
person     daughter  330100  employee, born 1987
s:         bind son for mother as parent
           confirm s
           bind daughter for mother as parent   => USER_ALREADY_BOUND
           unbind s
d:         bind daughter for mother as parent
           confirm d
