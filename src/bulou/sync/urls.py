"""Addresses of sync, below /r/REGION/sync/."""

from django.urls import path

from bulou.sync.door import door
from bulou.sync.enrol import enrol
from bulou.sync.offer import offer
from bulou.sync.pull import pull
from bulou.sync.push import push
from bulou.sync.rescue import rescue

urlpatterns = [
    path("enrol", door("POST", enrol)),
    path("push", door("POST", push)),
    path("pull", door("GET", pull)),
    path("offer", door("POST", offer)),
    path("rescue", door("POST", rescue)),
]
