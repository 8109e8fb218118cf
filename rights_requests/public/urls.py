"""The public addresses of rights requests; mails lead to those in rights_requests/addresses.py."""

from django.urls import path

import policies.urls  # noqa: F401 - it registers «key»
from rights_requests.addresses import CONFIRM_ROUTE, OPEN_ROUTE
from rights_requests.public import asking, case_page, following

urlpatterns = [
    path("<key:company>/rettigheter/", asking.ask, name="rights-ask"),
    path(
        "<key:company>/rettigheter/markedsforing/", asking.stop_marketing, name="rights-marketing"
    ),
    path(OPEN_ROUTE, following.enter, name="case-open"),
    path(CONFIRM_ROUTE, following.confirm, name="case-confirm"),
    path(f"{OPEN_ROUTE}frist/<str:token>/", following.calendar_file, name="case-calendar"),
    path(f"{OPEN_ROUTE}sak/", case_page.case, name="case"),
    path(f"{OPEN_ROUTE}sak/melding/", case_page.write, name="case-write"),
    path(f"{OPEN_ROUTE}sak/trekk/", case_page.withdraw, name="case-withdraw"),
    path(f"{OPEN_ROUTE}sak/svar/<int:number>.pdf", case_page.reply_pdf, name="case-reply"),
    path(f"{OPEN_ROUTE}sak/forlat/", case_page.leave, name="case-leave"),
]
