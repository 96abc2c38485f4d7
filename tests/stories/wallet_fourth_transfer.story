# Three transfers a day, counted by sender and calendar day; a fourth is for tomorrow.
clock      2025-09-01 10:00:00
person     mother  990100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
wallet     son
wallet     mother
one:       transfer son to mother 10.00 as parent
           accept one
two:       transfer son to mother 10.00 as parent
           accept two
three:     transfer son to mother 10.00 as parent
           accept three
           transfer son to mother 10.00 as parent    => WALLET_DAILY_COUNT
clock      2025-09-02 10:00:00
four:      transfer son to mother 10.00 as parent
           accept four
           expect mother wallet 40.00
