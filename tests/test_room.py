"""With room on the stack, no depth of calls costs memory from the system again and again."""

import inspect
import resource
import sys
import threading

from django.conf import settings

from privacyhub.room import Room, with_room

DEEPEST, TIMES = 400, 200


def worst():
    """Return the most page faults that a loop of calls has at any depth."""
    return max(climb(depth, loop) for depth in range(DEEPEST))


def climb(depth, call):
    return climb(depth - 1, call) if depth else call()


def loop():
    before = faults()
    for _time in range(TIMES):
        leaf(0)
    return faults() - before


def leaf(number):
    return number


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def in_a_thread(call, *args):
    """Return what a function returns on a stack of its own: this one has room already."""
    found = []
    thread = threading.Thread(target=lambda: found.append(call(*args)))
    thread.start()
    thread.join()
    return found[0]


def test_some_depth_is_costly_without_room_and_none_with_it():
    if sys.version_info[:2] == (3, 11):  # later ones may have been mended
        assert in_a_thread(worst) >= TIMES
    assert in_a_thread(with_room, worst) < TIMES / 10


def test_it_passes_on_what_it_is_given_and_what_comes_back():
    assert with_room(sorted, [2, 3, 1], reverse=True) == [3, 2, 1]


def test_what_memory_answers_comes_before_it():
    order = settings.MIDDLEWARE.index
    assert order("policies.publishing.page.PublishedPages") < order("privacyhub.room.Room")


def test_a_view_stands_in_it(rf):
    stacks = []
    Room(lambda _request: stacks.append(inspect.stack()))(rf.get("/"))
    assert "with_room" in [frame.function for frame in stacks[0]]
