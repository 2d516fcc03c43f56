"""Menus that search: what each offers for what was typed, every menu's id once.

Those that are also used in messages are not submitted there: PICKED has what to do when something is picked.
"""

from bot.blocks.ids import Menu
from handlers.actions import onboarding
from handlers.command import Handler
from handlers.options import places

OPTIONS: dict[Menu, Handler] = {
    Menu.ZONE: places.zones,
    Menu.CHANNEL_ZONE: places.channel_zones,
    Menu.COUNTRY: places.countries,
    Menu.CHANNEL_COUNTRY: places.channel_countries,
    Menu.WORKSPACE_COUNTRY: places.workspace_countries,
}
PICKED: dict[Menu, Handler] = {Menu.COUNTRY: onboarding.country}
