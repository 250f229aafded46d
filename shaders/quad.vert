#version 300 es
// One rectangle: a unit square stretched to `u_rect`, handing on where in it the fragment lies.
precision highp float;

uniform vec4 u_rect;      // x, y, width, height in device pixels, y down
uniform vec2 u_viewport;  // device pixels
uniform vec4 u_inner;     // what v_at runs over: x, y, width, height
out vec2 v_at;

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  v_at = u_inner.xy + corner * u_inner.zw;
  vec2 place = (u_rect.xy + corner * u_rect.zw) / u_viewport * 2.0 - 1.0;
  gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
}
