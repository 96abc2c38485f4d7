# In this city a binding stands for three months at least.
clock      2025-06-01 10:00:00
person     mother  990100  resident, born 1950
person     son     990100  employee, born 1980, man
b:         bind son for mother as parent at agency
clock      2025-08-31 10:00:00
           unbind b   => BINDING_COOLDOWN
clock      2025-09-01 10:00:00
           unbind b
           expect b ended
