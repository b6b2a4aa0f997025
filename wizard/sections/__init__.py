"""The guide, section by section: this folder is the product."""

from __future__ import annotations

from wizard.section import Section
from wizard.sections.app_key import AppKey
from wizard.sections.cache import Cache
from wizard.sections.database import Database
from wizard.sections.health import Health
from wizard.sections.logs import Logs
from wizard.sections.queue import Queue
from wizard.sections.redis import Redis
from wizard.sections.session import Session
from wizard.sections.storage import Storage

SECTIONS: tuple[type[Section], ...] = (Session, Cache, Storage, Database, Queue, Logs, AppKey, Health)
PARTS: tuple[type[Section], ...] = (Redis,)
ALL: tuple[type[Section], ...] = SECTIONS + PARTS
