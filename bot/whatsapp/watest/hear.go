package watest

import (
	"encoding/binary"
	"time"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/util/optional"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// hear answers a node of the client's.
func (s *Server) hear(c *conn, n *waBinary.Node) {
	s.mu.Lock()
	s.counts[n.Tag]++
	if n.Tag == "iq" {
		s.counts["iq "+n.AttrGetter().OptionalString("xmlns")]++
	}
	s.mu.Unlock()
	id, _ := n.Attrs["id"].(string)
	switch n.Tag {
	case "iq":
		if kind := n.Attrs["type"]; kind == "result" || kind == "error" {
			s.signed(c, n)
			return
		}
		c.send(waBinary.Node{
			Tag: "iq", Attrs: waBinary.Attrs{"id": id, "type": "result", "from": types.ServerJID}, Content: s.answer(n),
		})
		s.after(c, n)
	case "message":
		s.carry(c, id, n)
	case "receipt":
		if p := s.person(n.Attrs["to"]); n.Attrs["type"] == "retry" && p != nil {
			p.again(id)
		} else if n.Attrs["type"] == "read" {
			s.mu.Lock()
			s.counts["read "+id]++
			s.mu.Unlock()
		} else {
			s.has(id)
		}
		c.send(waBinary.Node{Tag: "ack", Attrs: waBinary.Attrs{"class": "receipt", "id": id, "from": n.Attrs["to"]}})
	case "ack":
		if n.Attrs["class"] == "receipt" { // a phone's, which has the id of the message that it is about
			kind, _ := n.Attrs["type"].(string)
			id = receiptID(kind, id)
		}
		s.has(id)
	}
}

// receiptID is the letter in which a phone's receipt goes to the client.
func receiptID(kind, id string) string { return "receipt " + kind + " " + id }

// answer is the content of the answer to a query.
func (s *Server) answer(n *waBinary.Node) any {
	children := n.GetChildren()
	if len(children) == 0 {
		return nil
	}
	ask := children[0]
	switch n.Attrs["xmlns"] {
	case "encrypt":
		switch {
		case n.Attrs["type"] == "set":
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.linked != nil {
				s.linked.upload(n)
			}
		case ask.Tag == "count":
			s.mu.Lock()
			defer s.mu.Unlock()
			count := 1 // of a client that is new: at 0 it would make 812 keys, which takes seconds
			if s.linked != nil && len(s.linked.prekeys) > 0 {
				count = len(s.linked.prekeys)
			}
			return []waBinary.Node{{Tag: "count", Attrs: waBinary.Attrs{"value": count}}}
		case ask.Tag == "key":
			var users []waBinary.Node
			for _, user := range ask.GetChildren() {
				if p := s.person(user.Attrs["jid"]); p != nil {
					users = append(users, p.bundle(user.Attrs["jid"]))
				}
			}
			return []waBinary.Node{{Tag: "list", Content: users}}
		}
	case "usync":
		var users []waBinary.Node
		list := ask.GetChildByTag("list")
		for _, user := range list.GetChildren() {
			found := waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": user.Attrs["jid"]}}
			if p := s.person(user.Attrs["jid"]); p != nil {
				found.Content = []waBinary.Node{
					{Tag: "devices", Content: []waBinary.Node{{Tag: "device-list", Content: []waBinary.Node{{Tag: "device", Attrs: waBinary.Attrs{"id": 0}}}}}},
					{Tag: "lid", Attrs: waBinary.Attrs{"val": p.LID}},
				}
			}
			users = append(users, found)
		}
		return []waBinary.Node{{Tag: "usync", Content: []waBinary.Node{{Tag: "list", Content: users}}}}
	case "w:m":
		return mediaConn()
	case "md":
		return s.codeAnswer(ask)
	}
	return nil
}

// person is who has an address; nil for nobody.
func (s *Server) person(address any) *Person {
	jid, _ := address.(types.JID)
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[jid.User]; p != nil {
		return p
	}
	for _, p := range s.people {
		if p.PN.User == jid.User {
			return p
		}
	}
	return nil
}

// carry brings a message of the client's to the phones that it is for.
func (s *Server) carry(c *conn, id string, n *waBinary.Node) {
	s.mu.Lock()
	code, mute := s.ackCode, s.mute
	s.mu.Unlock()
	ack := waBinary.Attrs{"class": "message", "id": id, "from": n.Attrs["to"], "t": time.Now().Unix()}
	if code != 0 {
		ack["error"] = code
		c.send(waBinary.Node{Tag: "ack", Attrs: ack})
		return
	}
	if !mute {
		c.send(waBinary.Node{Tag: "ack", Attrs: ack})
	}
	if enc, ok := n.GetOptionalChildByTag("enc"); ok { // again, for one phone
		if p := s.person(n.Attrs["to"]); p != nil {
			p.get(id, enc)
		}
	}
	participants := n.GetChildByTag("participants")
	for _, to := range participants.GetChildren() {
		if p := s.person(to.Attrs["jid"]); p != nil {
			p.get(id, to.GetChildByTag("enc"))
		}
	}
}

// upload keeps the client's prekeys.
func (l *companion) upload(n *waBinary.Node) {
	list := n.GetChildByTag("list")
	for _, k := range list.GetChildren() {
		l.prekeys = append(l.prekeys, preKey(k))
	}
	l.signed = preKey(n.GetChildByTag("skey"))
}

func preKey(n waBinary.Node) keys.PreKey {
	id, _ := n.GetChildByTag("id").Content.([]byte)
	value, _ := n.GetChildByTag("value").Content.([]byte)
	k := keys.PreKey{KeyID: number(id)}
	k.Pub = (*[32]byte)(value)
	if signature, ok := n.GetChildByTag("signature").Content.([]byte); ok {
		k.Signature = (*[64]byte)(signature)
	}
	return k
}

// number reads what WhatsApp writes in three or four bytes.
func number(b []byte) (n uint32) {
	for _, x := range b {
		n = n<<8 | uint32(x)
	}
	return n
}

// take is a bundle with a prekey that nobody else gets, while there are any.
func (l *companion) take() *prekey.Bundle {
	id, key := optional.NewEmptyUint32(), ecc.ECPublicKeyable(nil)
	if len(l.prekeys) > 0 {
		one := l.prekeys[0]
		l.prekeys = l.prekeys[1:]
		id, key = optional.NewOptionalUint32(one.KeyID), ecc.NewDjbECPublicKey(*one.Pub)
	}
	return prekey.NewBundle(l.registration, uint32(l.lid.Device), id, l.signed.KeyID, key,
		ecc.NewDjbECPublicKey(*l.signed.Pub), *l.signed.Signature, identity.NewKey(ecc.NewDjbECPublicKey(l.identity)))
}

func keyNode(tag string, k *keys.PreKey) waBinary.Node {
	content := []waBinary.Node{
		{Tag: "id", Content: binary.BigEndian.AppendUint32(nil, k.KeyID)[1:]},
		{Tag: "value", Content: k.Pub[:]},
	}
	if k.Signature != nil {
		content = append(content, waBinary.Node{Tag: "signature", Content: k.Signature[:]})
	}
	return waBinary.Node{Tag: tag, Content: content}
}
