# A resident has no account to share; neither has a stranger to the schemes.
clock      2025-09-01 10:00:00
person     mother  980100  resident, born 1950
person     child   980100  employee, born 1980
           bind mother for child as child   => PAYER_NOT_EMPLOYEE
