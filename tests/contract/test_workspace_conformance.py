"""Every method, rule and limit of Slack's that the workspace stands in for, and the test that proves it.

A method that is served and not listed, or a proof that names no test, fails here.
"""

import ast
from pathlib import Path

import pytest

from bot.workspace.web_api import METHODS

TESTS = Path(__file__).parent.parent

CHAT, CHANNELS, STREAMS, AGENTS, VIEWS, READING, THINGS, CALLS, HOOKS, SERVER = (
    f"contract/test_workspace_{name}.py"
    for name in (
        "chat",
        "channels",
        "streams",
        "agents",
        "views",
        "reading",
        "things",
        "calls",
        "response_urls",
        "server",
    )
)
BOLT, EVENTS, INTERACTIONS, SOCKETS = (
    f"e2e/test_workspace_{name}.py" for name in ("bolt", "events", "interactions", "socket_mode")
)
LIMITS, RULES_OF_BLOCKS, WORDS = (
    f"unit/test_{name}.py" for name in ("block_limits", "block_limits_rules", "workspace_words")
)

PROOFS_OF_METHODS = {
    "auth.test": (READING, "test_the_app_is_told_who_it_is"),
    "apps.connections.open": (THINGS, "test_a_connection_is_a_socket_on_this_machine"),
    "chat.postMessage": (CHAT, "test_a_message_is_posted_in_the_apps_name"),
    "chat.update": (CHAT, "test_a_message_of_the_apps_own_is_changed"),
    "chat.delete": (CHAT, "test_a_message_of_the_apps_own_is_deleted_and_no_other"),
    "chat.postEphemeral": (CHAT, "test_an_ephemeral_message_is_seen_by_one_person_only"),
    "chat.getPermalink": (CHAT, "test_a_permalink_leads_to_the_page"),
    "chat.scheduleMessage": (CHAT, "test_a_scheduled_message_is_posted_when_it_is_due"),
    "chat.deleteScheduledMessage": (CHAT, "test_a_scheduled_message_that_was_called_off_is_not_posted"),
    "chat.scheduledMessages.list": (CHAT, "test_a_scheduled_message_is_posted_when_it_is_due"),
    "chat.startStream": (STREAMS, "test_text_arrives_bit_by_bit_and_ends_with_blocks"),
    "chat.appendStream": (STREAMS, "test_text_arrives_bit_by_bit_and_ends_with_blocks"),
    "chat.stopStream": (STREAMS, "test_text_arrives_bit_by_bit_and_ends_with_blocks"),
    "chat.unfurl": (CHAT, "test_a_link_in_a_message_is_unfurled"),
    "assistant.threads.setStatus": (AGENTS, "test_a_status_is_seen_until_the_app_answers_in_the_thread"),
    "assistant.threads.setSuggestedPrompts": (
        AGENTS,
        "test_suggested_prompts_are_shown_in_the_direct_message",
    ),
    "assistant.threads.setTitle": (AGENTS, "test_a_thread_is_given_a_title"),
    "agents.sessions.setStatus": (AGENTS, "test_a_session_has_a_status_and_can_be_renamed"),
    "agents.sessions.rename": (AGENTS, "test_a_session_has_a_status_and_can_be_renamed"),
    "views.open": (VIEWS, "test_a_modal_opens_for_whoever_set_it_off"),
    "views.push": (VIEWS, "test_a_pushed_view_knows_what_is_below_it"),
    "views.update": (VIEWS, "test_a_modal_is_updated_by_its_id_or_its_external_id"),
    "views.publish": (VIEWS, "test_everybody_has_a_home_of_their_own"),
    "conversations.open": (READING, "test_a_direct_message_is_opened_once"),
    "conversations.create": (CHANNELS, "test_a_channel_is_made_with_the_app_in_it"),
    "conversations.invite": (CHANNELS, "test_people_are_brought_in_and_those_who_are_in_are_told_of"),
    "conversations.info": (READING, "test_a_channel_is_described"),
    "conversations.list": (READING, "test_channels_are_listed_by_kind"),
    "conversations.members": (READING, "test_members_come_in_pages"),
    "conversations.history": (READING, "test_history_is_newest_first_without_replies"),
    "conversations.replies": (READING, "test_a_thread_is_its_first_message_and_the_replies"),
    "users.info": (READING, "test_a_person_is_described_with_the_team_they_are_from"),
    "users.list": (READING, "test_people_are_listed_and_found_by_address"),
    "users.lookupByEmail": (READING, "test_people_are_listed_and_found_by_address"),
    "reactions.add": (THINGS, "test_the_app_reacts_once_and_takes_it_back_once"),
    "reactions.remove": (THINGS, "test_the_app_reacts_once_and_takes_it_back_once"),
    "files.getUploadURLExternal": (THINGS, "test_a_file_is_uploaded_to_a_thread_and_read_back"),
    "files.completeUploadExternal": (THINGS, "test_a_file_is_uploaded_to_a_thread_and_read_back"),
    "files.info": (THINGS, "test_a_file_is_uploaded_to_a_thread_and_read_back"),
    "functions.completeSuccess": (THINGS, "test_a_workflow_step_is_completed_once"),
    "functions.completeError": (THINGS, "test_a_workflow_step_may_fail"),
    "entity.presentDetails": (THINGS, "test_details_of_a_work_object_need_a_trigger"),
    "blocks.validate": (THINGS, "test_what_is_wrong_with_blocks_is_told_with_a_pointer"),
    "team.info": (READING, "test_the_team_and_the_bot_are_described"),
    "bots.info": (READING, "test_the_team_and_the_bot_are_described"),
}

PROOFS_OF_RULES = {
    # The Web API
    "an unknown method is unknown_method": (CALLS, "test_a_method_nobody_knows_is_unknown"),
    "a refusal is HTTP 200": (CALLS, "test_a_body_that_cannot_be_read_is_refused"),
    "JSON with an empty body is no arguments": (
        CALLS,
        "test_json_with_an_empty_body_is_a_call_without_arguments",
    ),
    "arguments in a form, JSON inside": (CALLS, "test_arguments_may_come_in_a_form_with_json_inside"),
    "arguments in JSON": (CALLS, "test_arguments_may_come_as_json"),
    "a missing argument": (CALLS, "test_a_missing_argument_is_named"),
    "an unknown argument": (CALLS, "test_no_method_takes_an_argument_it_does_not_know"),
    "an argument of another type": (CALLS, "test_an_argument_of_another_type_is_refused_where_it_stands"),
    "a missing or invalid token": (CALLS, "test_a_call_without_the_right_token_is_refused"),
    "the app token opens connections only": (
        CALLS,
        "test_the_app_token_is_for_connections_and_the_bot_token_for_the_rest",
    ),
    "missing_scope from the manifest": (CALLS, "test_a_method_without_its_scope_says_which_is_missing"),
    "scopes by kind of conversation": (READING, "test_each_kind_of_conversation_has_its_own_scope"),
    "not_in_channel": (CHAT, "test_a_message_slack_would_not_take_is_refused"),
    "is_archived": (CHAT, "test_an_archived_channel_takes_no_message"),
    "a private channel is not found": (CHAT, "test_a_private_channel_the_app_is_not_in_is_not_found"),
    "invalid_blocks with a pointer": (CHAT, "test_invalid_blocks_say_what_is_wrong_and_where"),
    "cant_update_message": (CHAT, "test_what_cannot_be_changed_says_why"),
    "thread_not_found": (CHAT, "test_a_reply_to_nothing_or_to_a_reply_is_refused"),
    "ephemeral messages are one person's": (CHAT, "test_an_ephemeral_message_is_seen_by_one_person_only"),
    "scheduled messages are posted": (CHAT, "test_a_scheduled_message_is_posted_when_it_is_due"),
    "metadata only with include_all_metadata": (READING, "test_metadata_is_told_only_when_asked_for"),
    "upload addresses take raw bytes without a token": (THINGS, "test_bytes_may_come_in_a_multipart_form"),
    "url_private asks for the token": (THINGS, "test_a_private_file_asks_for_the_token"),
    # Triggers and views
    "a trigger lasts three seconds": (VIEWS, "test_a_trigger_lasts_three_seconds"),
    "a trigger works once": (VIEWS, "test_a_trigger_works_once"),
    "three modals on top of each other": (VIEWS, "test_three_modals_are_stacked_and_no_fourth"),
    "hash_conflict": (VIEWS, "test_an_update_with_an_old_hash_is_refused"),
    "submit is required with inputs": (
        RULES_OF_BLOCKS,
        "test_views_slack_would_not_take_are_refused_with_a_pointer",
    ),
    "response_action update, push, clear": (
        BOLT,
        "test_a_submission_is_followed_by_what_its_acknowledgement_says",
    ),
    "response_action errors": (BOLT, "test_a_button_opens_a_form_that_is_sent_back_and_then_taken"),
    # Agents
    "streams have states": (STREAMS, "test_a_message_that_is_not_streaming_takes_no_more"),
    "streams end after five minutes": (STREAMS, "test_a_stream_ends_after_five_minutes_however_busy"),
    "streams in channels name their recipient": (STREAMS, "test_a_stream_slack_would_not_start_is_refused"),
    "prompts with a thread are dropped": (
        AGENTS,
        "test_suggested_prompts_with_a_thread_are_dropped_without_a_word",
    ),
    "a status goes with an answer": (AGENTS, "test_a_status_is_seen_until_the_app_answers_in_the_thread"),
    "a status goes after two minutes": (AGENTS, "test_a_status_nobody_takes_away_goes_after_two_minutes"),
    "an agent deaf to stop is warned": (AGENTS, "test_an_agent_that_would_not_hear_of_stop_is_warned"),
    # Socket Mode and HTTP mode
    "hello with num_connections": (SOCKETS, "test_a_socket_is_greeted"),
    "one socket an envelope": (SOCKETS, "test_each_envelope_goes_to_one_socket_in_turn"),
    "ten sockets": (SOCKETS, "test_more_than_ten_sockets_are_sent_away"),
    "a ticket lets in once": (SOCKETS, "test_a_socket_needs_a_ticket_and_a_ticket_lets_in_once"),
    "pings are answered": (SOCKETS, "test_pings_are_answered_and_sent"),
    "events come again until acknowledged": (
        SOCKETS,
        "test_an_event_that_is_not_acknowledged_comes_again_three_times_as_the_same_event",
    ),
    "interactions come once": (
        SOCKETS,
        "test_an_interaction_that_is_not_acknowledged_is_an_error_for_the_person_and_comes_once",
    ),
    "disconnect": (SOCKETS, "test_a_refreshed_socket_is_replaced_by_another_and_loses_no_event"),
    "a lost socket": (SOCKETS, "test_a_dropped_socket_loses_no_event"),
    "acknowledgements carry payloads": (BOLT, "test_a_command_may_be_answered_in_its_acknowledgement"),
    "requests are signed": (WORDS, "test_a_signature_is_the_one_of_slacks_documentation"),
    "HTTP mode": (BOLT, "test_the_official_samples_pattern_works_over_signed_requests"),
    "a wrong signature": (BOLT, "test_a_request_with_another_secret_is_not_believed"),
    # What the app hears
    "app_mention and message for one post": (EVENTS, "test_a_mention_is_heard_as_a_mention_and_as_a_message"),
    "the wrapping of events": (EVENTS, "test_an_event_comes_in_slacks_wrapping"),
    "its own messages": (EVENTS, "test_the_app_hears_its_own_messages"),
    "message_changed": (EVENTS, "test_a_changed_message_is_heard_as_it_was_and_as_it_is"),
    "message_deleted": (EVENTS, "test_a_deleted_message_is_heard_as_it_was"),
    "app_home_opened": (EVENTS, "test_opening_the_apps_page_is_heard_with_its_tab"),
    "link_shared": (EVENTS, "test_a_link_to_the_apps_domain_is_heard"),
    "reaction_added": (EVENTS, "test_a_reaction_is_heard_when_it_comes_and_when_it_goes"),
    "member_joined_channel": (EVENTS, "test_joining_and_leaving_are_heard"),
    "function_executed": (EVENTS, "test_a_workflow_step_is_heard_with_its_inputs"),
    "app_context_changed": (EVENTS, "test_looking_elsewhere_with_the_app_open_is_heard"),
    "agent_session_stopped": (EVENTS, "test_a_press_on_stop_is_heard_with_the_streams_it_ended"),
    "nothing that was not subscribed to": (EVENTS, "test_an_event_that_was_not_subscribed_to_is_not_heard"),
    "nothing without its scope": (EVENTS, "test_an_event_without_its_scope_is_not_heard"),
    "nothing from channels it is not in": (EVENTS, "test_a_channel_the_app_is_not_in_is_silent"),
    "block_actions of a message": (INTERACTIONS, "test_a_press_in_a_message_tells_who_where_and_what"),
    "block_actions of an ephemeral message": (
        INTERACTIONS,
        "test_a_press_in_an_ephemeral_message_does_not_send_the_message",
    ),
    "block_actions of a modal": (
        INTERACTIONS,
        "test_a_press_in_a_modal_sends_the_view_as_it_is_filled_in",
    ),
    "block_actions of App Home": (INTERACTIONS, "test_a_press_in_a_home_sends_the_home"),
    "view_submission": (INTERACTIONS, "test_a_submission_sends_every_field"),
    "response_urls of a submission": (
        INTERACTIONS,
        "test_a_submission_brings_addresses_for_conversations_that_asked_for_one",
    ),
    "view_closed": (INTERACTIONS, "test_closing_is_told_only_when_asked_for"),
    "block_suggestion": (INTERACTIONS, "test_an_external_select_offers_what_the_app_answers"),
    "shortcut and message_action": (INTERACTIONS, "test_shortcuts_are_told_with_a_trigger"),
    "slash commands": (INTERACTIONS, "test_a_command_is_a_flat_form"),
    # response_url
    "five times": (HOOKS, "test_it_works_five_times"),
    "half an hour": (HOOKS, "test_it_works_for_half_an_hour"),
    "replace_original": (HOOKS, "test_the_message_it_came_from_is_replaced"),
    "delete_original": (HOOKS, "test_the_message_it_came_from_is_deleted_even_an_ephemeral_one"),
    "response_type": (HOOKS, "test_an_answer_is_for_one_person_unless_it_says_otherwise"),
    # The server and its faults
    "the loopback only": (SERVER, "test_it_listens_on_the_loopback_only"),
    "no foreign host": (SERVER, "test_a_foreign_name_that_leads_here_is_refused"),
    "no foreign origin": (SERVER, "test_a_page_of_another_site_can_change_nothing"),
    "nothing leaves this machine": (SERVER, "test_nothing_leaves_this_machine"),
    "429 with Retry-After": (BOLT, "test_a_call_that_fails_is_made_again_by_the_sdks_own_handler"),
    "slow answers": (BOLT, "test_a_slow_answer_is_slow"),
    "duplicate delivery": (SOCKETS, "test_a_delivery_can_be_doubled"),
    "expired triggers": (VIEWS, "test_a_trigger_can_be_made_to_expire"),
    "secrets are not inspected": (SERVER, "test_the_inspector_keeps_what_was_said_without_the_secrets"),
    "two hundred messages": (BOLT, "test_two_hundred_messages_are_each_answered_once_and_none_is_lost"),
    # Limits
    "limits of blocks": (LIMITS, "test_blocks_one_over_a_limit_are_refused_where_it_is_exceeded"),
    "limits of views": (LIMITS, "test_views_one_over_a_limit_are_refused_where_it_is_exceeded"),
    "limits of messages": (CHAT, "test_a_message_exactly_at_its_limits_is_taken"),
    "limits of streams": (STREAMS, "test_text_and_blocks_exactly_at_their_limits_are_taken"),
    "surfaces": (RULES_OF_BLOCKS, "test_a_block_is_taken_where_it_is_shown_and_refused_elsewhere"),
    "four prompts": (AGENTS, "test_prompts_slack_would_not_show_are_refused"),
    "ten loading messages": (AGENTS, "test_a_status_slack_would_not_show_is_refused"),
    "120 days": (CHAT, "test_a_message_is_scheduled_for_the_next_120_days"),
    "thirty in five minutes": (CHAT, "test_a_channel_takes_thirty_scheduled_messages_in_five_minutes"),
}


def test_every_method_that_is_served_has_its_proof_and_no_other() -> None:
    assert set(PROOFS_OF_METHODS) == set(METHODS)


@pytest.fixture(scope="module")
def tests_there_are() -> set[tuple[str, str]]:
    """Every test function, by its file."""
    return {
        (file.relative_to(TESTS).as_posix(), node.name)
        for file in TESTS.rglob("test_*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("claim", [*PROOFS_OF_METHODS, *PROOFS_OF_RULES])
def test_the_proof_of_a_method_or_rule_is_a_test_there_is(
    claim: str, tests_there_are: set[tuple[str, str]]
) -> None:
    assert {**PROOFS_OF_METHODS, **PROOFS_OF_RULES}[claim] in tests_there_are
