# Before October 2024 an account was shared inside one pooling area alone; since then across the areas
# of a province. Chengdu's relative is in another city of Sichuan.
clock      2024-09-30 10:00:00
person     mother  511600  resident, born 1950
person     son     510100  employee, born 1980, man
credit     son     1000.00
           bind son for mother as parent   => AREA_SAME_ONLY
clock      2024-10-01 10:00:00
b:         bind son for mother as parent
           confirm b
           expect b active
