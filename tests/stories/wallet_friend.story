# A friend is no kin: not by wallet, not by binding.
clock      2025-09-01 10:00:00
person     friend  990100  employee, born 1980
person     son     980100  employee, born 1980, man
person     near    980100  employee, born 1981
credit     son     1000.00
wallet     son
wallet     friend
           transfer son to friend 10.00 as friend    => RELATION_NOT_KIN
           transfer son to friend 10.00 as cousin    => RELATION_NOT_KIN
           bind son for near as friend               => RELATION_NOT_KIN
           expect son account 1000.00
