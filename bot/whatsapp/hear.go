package whatsapp

import (
	"context"
	"crypto/sha256"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"bendahara/bot"
	"bendahara/conversation"
	"bendahara/ledger"
)

// handle takes what whatsmeow brings. False keeps WhatsApp from being told that we
// have it. A panic must become false here: whatsmeow would take it for success.
func (g *Gateway) handle(c *whatsmeow.Client, event any) (kept bool) {
	defer func() {
		if p := recover(); p != nil {
			g.log.Error("panic in the handling of what WhatsApp brought", "what", fmt.Sprintf("%T", event), "stack", string(debug.Stack()))
			kept = false
		}
		if !kept {
			g.anew()
		}
	}()
	g.mu.Lock()
	if g.ended {
		g.mu.Unlock()
		return false
	}
	g.handling.Add(1)
	g.mu.Unlock()
	defer g.handling.Done()
	if line, is := meant(event); is {
		g.become(line)
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), receiveTimeout)
	defer cancel()
	switch e := event.(type) {
	case *events.Message:
		return g.message(ctx, c, e)
	case *events.Receipt:
		return g.receipt(ctx, e)
	case *events.NotifyAccountReachoutTimelock:
		g.limited(e)
	case *events.UndecryptableMessage:
		g.log.Warn("a WhatsApp message cannot be read; its sender's phone was asked for it again", "id", e.Info.ID)
	case *events.KeepAliveTimeout:
		g.log.Warn("WhatsApp does not answer", "times", e.ErrorCount)
	case *events.KeepAliveRestored:
		g.alive()
	}
	return true
}

// message hands a person's message to the bot.
func (g *Gateway) message(ctx context.Context, c *whatsmeow.Client, e *events.Message) bool {
	info := e.Info
	person := info.Sender.Server == types.DefaultUserServer || info.Sender.Server == types.HiddenUserServer
	text, media := words(e.Message)
	if info.IsFromMe || info.IsGroup || !person || text == "" && media == 0 {
		return true // the office itself, groups, and what says nothing: reactions, keys, typing
	}
	now := time.Now()
	m := conversation.Message{
		Gateway: g.Name(), Foreign: foreign(info), Channel: conversation.WhatsApp,
		Text: text, Media: media, Slip: pictureOf(e.Message), Sent: info.Timestamp, Received: now,
	}
	var err error
	if m.From, err = who(ctx, c, info); err == nil {
		// Before the message itself: the answer may be under way as soon as that is kept.
		err = g.wrote(ctx, info.Sender.ToNonAD(), now)
	}
	if err == nil {
		err = g.keep(ctx, m)
	}
	if err != nil {
		g.log.Error("a WhatsApp message cannot be kept", "error", err)
		return false
	}
	g.shows(c.SendChatPresence(ctx, info.Chat, types.ChatPresenceComposing, types.ChatPresenceMediaText))
	if err := g.handOver(ctx, string(m.From)); err != nil {
		return false
	}
	g.alive()
	g.handling.Go(func() { // it asks WhatsApp first whether we show it at all, which may take its time
		ctx, cancel := context.WithTimeout(context.Background(), receiveTimeout)
		defer cancel()
		g.shows(c.MarkRead(ctx, []types.MessageID{info.ID}, now, info.Chat, info.Sender))
	})
	return true
}

// shows takes note of what only shows: that we type, that we have read. Nothing hangs
// on it.
func (g *Gateway) shows(err error) {
	if err != nil {
		g.log.Debug("WhatsApp was not shown what we do", "error", err)
	}
}

// foreign is a message's id: unique with its chat and sender.
func foreign(info types.MessageInfo) string {
	id := info.Chat.ToNonAD().String() + "/" + info.Sender.ToNonAD().String() + "/" + info.ID
	if len(id) > idLimit {
		return fmt.Sprintf("%x", sha256.Sum256([]byte(id)))
	}
	return id
}

// who is the sender's number, or where WhatsApp hides it her address.
func who(ctx context.Context, c *whatsmeow.Client, info types.MessageInfo) (ledger.Phone, error) {
	sender := info.Sender.ToNonAD()
	if sender.Server == types.DefaultUserServer {
		return phone(sender), nil
	}
	if info.SenderAlt.Server == types.DefaultUserServer {
		return phone(info.SenderAlt), nil
	}
	number, err := c.Store.LIDs.GetPNForLID(ctx, sender)
	if err == nil && number.IsEmpty() {
		return ledger.Phone(lidPrefix + sender.User), nil
	}
	return phone(number), err
}

const lidPrefix = "lid:"

func phone(number types.JID) ledger.Phone { return ledger.Phone("+" + number.User) }

// words are what a person wrote, with what stands under a picture, and how many
// pictures and the like came with it.
func words(m *waE2E.Message) (text string, media int) {
	if edit := m.GetProtocolMessage(); edit.GetType() == waE2E.ProtocolMessage_MESSAGE_EDIT && edit.GetEditedMessage() != nil {
		m = edit.GetEditedMessage() // she wrote anew; it is read back to her like any other
	}
	for _, t := range []string{
		m.GetConversation(), m.GetExtendedTextMessage().GetText(), m.GetImageMessage().GetCaption(),
		m.GetVideoMessage().GetCaption(), m.GetDocumentMessage().GetCaption(),
	} {
		if text == "" {
			text = t
		}
	}
	if m.GetImageMessage() != nil || m.GetVideoMessage() != nil || m.GetDocumentMessage() != nil || m.GetAudioMessage() != nil ||
		m.GetStickerMessage() != nil || m.GetContactMessage() != nil || m.GetLocationMessage() != nil || m.GetPtvMessage() != nil {
		media = 1
	}
	if len(text) > textLimit {
		text = text[:textLimit]
	}
	return strings.ToValidUTF8(text, "\uFFFD"), media
}

// receipt hands a phone's word on our messages to the bot.
func (g *Gateway) receipt(ctx context.Context, e *events.Receipt) bool {
	delivery, known := deliveries[e.Type]
	if !known || e.IsFromMe {
		return true
	}
	for _, id := range e.MessageIDs {
		ours, _, err := g.ours(ctx, id)
		if err == nil && ours == "" {
			continue // written by hand on the office's phone
		}
		if err == nil {
			err = g.took(ctx, id)
		}
		if err == nil {
			err = g.events.Report(ctx, bot.Report{ID: ours, Provider: id, Delivery: delivery, At: e.Timestamp})
		}
		if err != nil {
			g.log.Warn("a delivery report was not kept", "id", ours, "error", err)
			return false
		}
	}
	return true
}

// deliveries are the receipts that say something of a message's way.
var deliveries = map[types.ReceiptType]conversation.Delivery{
	types.ReceiptTypeDelivered: conversation.Delivered,
	types.ReceiptTypeRead:      conversation.Read,
	types.ReceiptTypePlayed:    conversation.Read,
}
